// A class list as it comes from a spreadsheet or a school's system: a student a line, name, identifier and group with tabs, semicolons or commas between.
import { identifierKey } from './pseudonym.js';
import { faultsOf } from './roster-entry.js';

export const mostLines = 1000;

const separators = ['\t', ';', ','];

/**
 * @param taken identifiers that are on the roster, as identifierKey gives them
 * @returns {{ students: object[], faults: { line: number, code: string, field?: string, values?: object }[] }} every fault with its line, counted from 1
 */
export function readClassList(text, taken) {
  const lines = text.split(/\r\n|\r|\n/).map((line, i) => ({ number: i + 1, line })).filter(({ line }) => line.trim() !== '');
  if (lines.length === 0) return { students: [], faults: [{ line: 1, code: 'list_empty' }] };
  if (lines.length > mostLines) return { students: [], faults: [{ line: lines[mostLines].number, code: 'list_too_long', values: { most: mostLines } }] };
  const separator = separators.find(sign => lines[0].line.includes(sign));
  if (!separator) return { students: [], faults: [{ line: lines[0].number, code: 'list_no_columns' }] };
  const students = [], faults = [], seen = new Map();
  for (const { number, line } of lines) {
    const cells = cellsOf(line, separator).map(cell => cell.trim());
    if (cells.length < 2 || cells.length > 3) { faults.push({ line: number, code: 'list_columns', values: { n: cells.length } }); continue; }
    const student = { name: cells[0], identifier: cells[1], group: cells[2] ?? '' }, key = identifierKey(student.identifier);
    for (const fault of faultsOf(student)) faults.push({ line: number, ...fault });
    if (key !== '' && taken.has(key)) faults.push({ line: number, code: 'identifier_taken' });
    else if (key !== '' && seen.has(key)) faults.push({ line: number, code: 'identifier_twice', values: { line: seen.get(key) } });
    seen.set(key, number);
    students.push(student);
  }
  return { students, faults };
}

/** A cell in quotation marks may hold the separator, and a doubled mark. */
function cellsOf(line, separator) {
  const cells = [''];
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '"' && quoted && line[i + 1] === '"') { cells[cells.length - 1] += '"'; i++; }
    else if (line[i] === '"' && (quoted || cells.at(-1).trim() === '')) quoted = !quoted;
    else if (line[i] === separator && !quoted) cells.push('');
    else cells[cells.length - 1] += line[i];
  }
  return cells;
}
