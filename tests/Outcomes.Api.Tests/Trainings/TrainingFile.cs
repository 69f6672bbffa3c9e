using System.Text;
using System.Text.Json.Nodes;

namespace Outcomes.Api.Tests.Trainings;

/// <summary>A training of three pages and two questions, in English and Spanish.</summary>
static class TrainingFile
{
    public static JsonObject Of(string version = "1.0", int pass = 100) => JsonNode.Parse($$"""
        {
          "version": "{{version}}", "languages": ["en", "es"], "title": { "en": "Being in the room", "es": "Estar en la sala" }, "pass_percent": {{pass}},
          "pages": [
            { "id": "welcome", "title": { "en": "Welcome", "es": "Bienvenida" }, "paragraphs": [{ "en": "You hold the room while the therapist is on the screen.", "es": "Usted cuida la sala mientras la terapeuta está en la pantalla." }] },
            { "id": "sound", "title": { "en": "Sound", "es": "El sonido" }, "paragraphs": [{ "en": "Check the sound first.", "es": "Compruebe primero el sonido." }],
              "questions": [{ "id": "first", "text": { "en": "What comes first?", "es": "¿Qué va primero?" }, "right": "sound",
                "choices": [{ "id": "names", "text": { "en": "A list of names", "es": "Una lista de nombres" } }, { "id": "sound", "text": { "en": "The sound", "es": "El sonido" } }],
                "explanation": { "en": "Without sound there is no session.", "es": "Sin sonido no hay sesión." } }] },
            { "id": "calm", "title": { "en": "Calm", "es": "Calma" },
              "questions": [{ "id": "upset", "text": { "en": "Somebody is upset. What do you do?", "es": "Alguien está mal. ¿Qué hace?" }, "right": "stay",
                "choices": [{ "id": "stay", "text": { "en": "Stay with them", "es": "Quedarme a su lado" } }, { "id": "wait", "text": { "en": "Wait", "es": "Esperar" } }],
                "explanation": { "en": "Nobody is left alone.", "es": "Nadie se queda solo." } }] }
          ]
        }
        """)!.AsObject();

    public static byte[] Bytes(JsonNode training) => Encoding.UTF8.GetBytes(training.ToJsonString());
}
