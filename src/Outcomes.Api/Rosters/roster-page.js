// The roster's page: opens it with the personal key, and shows what can be done next.
import { ownKey } from './personal-key.js';
import { $, refuse, show, work } from './roster-dom.js';
import { keyViews } from './roster-key-views.js';
import { studentViews } from './roster-student-views.js';
import { Refused, RosterServer } from './roster-server.js';
import { Roster } from './roster.js';

const { study, school, address, token } = $('roster').dataset;

await work(start);

async function start() {
  $('roster').hidden = false;
  const own = await ownKey();
  if (!own) { show('locked'); return; }
  const roster = new Roster({ study, school }, new RosterServer(address, token), own);
  const views = { ...keyViews(roster, reload), ...studentViews(roster, reload) };
  await reload();

  /** Reads everything anew: what others changed is seen, and what was written is what is shown. */
  async function reload() {
    let next;
    try { next = await roster.load(); } catch (fault) {
      if (!(fault instanceof Refused) || fault.faults[0].code !== 'key_copy_broken') throw fault;
      views.nocopy();
      refuse(fault.faults);
      return;
    }
    views[next]();
  }
}
