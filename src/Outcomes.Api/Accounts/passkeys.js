// The two ceremonies of WebAuthn, as every page of ours does them. Options come from the server, answers go back in a form.

export const able = () => 'PublicKeyCredential' in globalThis && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

/** Fresh options from an address of ours; null: it wants a new sign-in first, and the page goes there. */
export async function optionsFrom(address, token, signal) {
  const answer = await fetch(address, { method: 'POST', headers: { RequestVerificationToken: token }, signal });
  if (answer.redirected) {
    location.assign(answer.url);
    return null;
  }
  if (!answer.ok) throw new Error(`No options: ${answer.status}.`);
  return answer.json();
}

/** Makes a passkey. Extensions such as `{ prf: { eval: { first } } }` are the caller's, and so is what getClientExtensionResults() gives. */
export const create = (options, { extensions = {}, signal } = {}) =>
  navigator.credentials.create({ publicKey: { ...PublicKeyCredential.parseCreationOptionsFromJSON(options), extensions }, signal });

/** Asks a passkey for an answer; extensions as above. */
export const get = (options, { extensions = {}, signal, mediation = 'optional' } = {}) =>
  navigator.credentials.get({ publicKey: { ...PublicKeyCredential.parseRequestOptionsFromJSON(options), extensions }, signal, mediation });

/** What goes to the server: without the extensions' results, since a key that prf gave must not leave the browser. */
export const forServer = credential => JSON.stringify({ ...credential.toJSON(), clientExtensionResults: {} });
