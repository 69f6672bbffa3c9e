"""Opens this dataset with the right types, from datapackage.json. Python 3.9 or later; pandas only for frames().

    import open as dataset            # in the dataset's folder; or run: python3 -i open.py
    tables = dataset.load()           # {"scores": [{"value": 17.0, ...}, ...], ...}
    frames = dataset.frames()         # the same as pandas DataFrames

A missing value is None; a column whose missing values have several reasons gets a second one, NAME_missing, with the reason.
"""
import csv
import datetime
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent

READ = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": lambda text: {"true": True, "false": False}[text],
    "date": datetime.date.fromisoformat,
    "datetime": lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00")),
}


def package(folder=HERE):
    with open(pathlib.Path(folder, "datapackage.json"), encoding="utf-8") as file:
        return json.load(file)


def rows(resource, folder=HERE):
    """One dict a row, read while you go on: a file of any size takes little memory."""
    fields = [
        (f["name"], READ[f["type"]], {m["value"]: m["label"] for m in f["missingValues"]})
        for f in resource["schema"]["fields"]
    ]
    with open(pathlib.Path(folder, resource["path"]), encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        if next(lines) != [name for name, _, _ in fields]:
            raise ValueError(f"{resource['path']} has other columns than datapackage.json says")
        for line in lines:
            row = {}
            for (name, read, missing), text in zip(fields, line):
                row[name] = None if text in missing else read(text)
                if len(missing) > 1:
                    row[name + "_missing"] = missing.get(text)
            yield row


def load(folder=HERE):
    return {r["name"]: list(rows(r, folder)) for r in package(folder)["resources"]}


def frames(folder=HERE):
    import pandas

    result = {}
    for resource in package(folder)["resources"]:
        frame = pandas.DataFrame(rows(resource, folder))
        for field in resource["schema"]["fields"]:
            name = field["name"]
            if name not in frame:  # no rows
                frame[name] = None
            if "categories" in field:
                frame[name] = pandas.Categorical(frame[name], categories=[c["value"] for c in field["categories"]])
            elif field["type"] == "integer":
                frame[name] = frame[name].astype("Int64")
            elif field["type"] == "number":
                frame[name] = frame[name].astype("float64")
            elif field["type"] == "boolean":
                frame[name] = frame[name].astype("boolean")
        result[resource["name"]] = frame
    return result


if __name__ == "__main__":
    tables = load()
    for name, table in tables.items():
        print(f"{name}: {len(table)} rows")
