// The key's views: a first one with its shares, recovery, colleagues, and a key in place of the old.
import { $, ask, clone, done, isoDay, onClick, onSubmit, say, show } from './roster-dom.js';
import { Refused } from './roster-server.js';
import { fingerprintOf } from './personal-key.js';
import { fromBase64url } from './bytes.js';
import { join, ShareRefused, split } from './shares.js';

const refuse = (code, field, values) => { throw new Refused([{ code, field, values }]); };

/** @returns what to show: begin and nocopy. */
export function keyViews(roster, reload) {
  let pending;   // a key whose shares are being kept: { ring, shares, store, doneWord }

  const begin = () => { $('begin-agreed').checked = false; show('begin'); };
  const nocopy = () => {
    for (const place of document.querySelectorAll('[data-holders]')) place.textContent = roster.holders.map(holder => holder.name).join(say('roster.and')) || say('roster.nobody');
    for (const place of document.querySelectorAll('[data-own-fingerprint]')) place.textContent = roster.ownFingerprint;
    show('nocopy');
  };

  onSubmit('begin', async () => {
    if (!$('begin-agreed').checked) refuse('loss_not_agreed', 'begin-agreed');
    await keep(await roster.prepareFirst(), ring => roster.begin(ring), 'roster.done.begun');
  });

  async function keep(ring, store, doneWord) {
    pending = { ring, shares: await split(ring.key), store, doneWord };
    const day = isoDay(new Date());
    $('shares').replaceChildren(...pending.shares.map((share, i) => clone('share', {
      title: say('roster.share.title', { n: i + 1 }), place: say('roster.share.place', { title: document.querySelector('h1').textContent, study: roster.place.study, version: ring.version, day }), text: share, mark: ring.mark,
    })));
    show('shares');
  }

  $('shares-print').addEventListener('click', () => print());
  onClick('shares-next', () => { $('shares').replaceChildren(); $('proof-share').value = ''; show('proof'); });
  onClick('proof-back', () => keep(pending.ring, pending.store, pending.doneWord));

  onSubmit('proof', async () => {
    await provenBy($('proof-share').value);
    await pending.store(pending.ring);
    const word = pending.doneWord;
    pending = null;
    $('proof-share').value = '';
    await reload();
    done(say(word));
  });

  /** The typed share with one of the two others must give the key back. */
  async function provenBy(typed) {
    for (const other of pending.shares) {
      try { await join([typed, other]); return; } catch (fault) {
        if (!(fault instanceof ShareRefused)) throw fault;
        if (fault.code !== 'shares_the_same') refuseShare(fault, ['proof-share', 'proof-share']);
      }
    }
  }

  function refuseShare(fault, fields) {
    const code = fault.code === 'share_typed_wrong' && fault.group ? 'share_typed_wrong.group' : fault.code;
    refuse(code, fields[(fault.share ?? 1) - 1], { group: fault.group });
  }

  onSubmit('recover', async () => {
    const both = ['recover-one', 'recover-two'], fields = both.filter(field => $(field).value.trim() !== '');
    let key;
    if (fields.length < both.length) refuse('shares_too_few', both.find(field => !fields.includes(field)));
    try { key = await join(fields.map(field => $(field).value)); } catch (fault) {
      if (!(fault instanceof ShareRefused)) throw fault;
      refuseShare(fault, fields);
    }
    await roster.recover(key);
    for (const field of fields) $(field).value = '';
    await reload();
    done(say('roster.done.recovered'));
  });

  onClick('to-key', async () => {
    for (const place of document.querySelectorAll('[data-mark]')) place.textContent = roster.mark;
    $('holders').replaceChildren(...roster.holders.map(holderRow));
    const free = roster.colleagues.filter(person => !roster.holders.some(holder => holder.account === person.account));
    $('give-nobody').hidden = free.length > 0;
    $('give-fields').hidden = free.length === 0;
    $('give-to').replaceChildren(new Option(say('roster.choose'), ''), ...free.map(person => new Option(person.name, person.account)));
    $('give-fingerprint').textContent = '';
    $('give-compared').checked = false;
    show('key');
  });

  function holderRow(holder) {
    const own = holder.account === roster.account, name = own ? say('roster.holders.you', { name: holder.name }) : holder.may ? holder.name : say('roster.holders.may_not', { name: holder.name });
    const row = clone('holder', { name, since: isoDay(holder.given_utc) }), button = row.querySelector('[data-part="take"]');
    button.setAttribute('aria-label', say('roster.take_back_this', { name: holder.name }));
    onClick(button, async () => {
      if (roster.holders.length === 1) refuse('last_copy');
      if (!await ask(say('roster.take_back.ask', { name: holder.name }), say('roster.take_back.yes'))) return;
      await roster.takeBack(holder.account);
      await reload();
      done(say('roster.done.taken'));
    });
    return row;
  }

  const chosen = () => roster.colleagues.find(person => person.account === $('give-to').value);

  $('give-to').addEventListener('change', async () => {
    $('give-compared').checked = false;
    $('give-fingerprint').textContent = chosen() ? await fingerprintOf(fromBase64url(chosen().public_key)) : '';
  });

  onSubmit('give', async () => {
    const person = chosen();
    if (!person) refuse('choose_colleague', 'give-to');
    if (!$('give-compared').checked) refuse('not_compared', 'give-compared');
    await roster.give(person);
    await reload();
    done(say('roster.done.given', { name: person.name, mark: roster.mark }));
  });

  onClick('to-rotate', async () => {
    const held = roster.colleagues.filter(person => roster.holders.some(holder => holder.account === person.account));
    $('rotate-nobody').hidden = held.length > 0;
    $('rotate-people').replaceChildren(...await Promise.all(held.map(async person => {
      const row = clone('rotate-person', { name: person.name, fingerprint: await fingerprintOf(fromBase64url(person.public_key)) });
      row.querySelector('input').value = person.account;
      return row;
    })));
    show('rotate');
  });

  onSubmit('rotate', async () => {
    const kept = Array.from($('rotate-people').querySelectorAll('input:checked'), box => box.value);
    await keep(await roster.prepareNext(), ring => roster.rotate(ring, roster.colleagues.filter(person => kept.includes(person.account))), 'roster.done.rotated');
  });

  return { begin, nocopy };
}
