import type { PeopleList, Person } from '../../../shared/people.ts';
import { Paging } from './catalog.tsx';
import { type Frame, ManageTabs, NoScript, Page } from './page.tsx';
import { dayOf, personWord } from './words.ts';

const Resend = ({ person }: { person: Person }) => (
  <shark-form
    method="POST"
    action={`/api/people/${person.id}/resend`}
    done={`A new invitation is on its way to ${person.email}.`}
    refresh="people"
  >
    <form method="dialog">
      <button type="submit" class="quiet" aria-label={`Send the invitation to ${person.email} again`}>
        Send again
      </button>
    </form>
  </shark-form>
);

/** The same request as sending again: it opens what was shut, and mails only whoever never came. */
const LetInAgain = ({ person }: { person: Person }) => (
  <shark-form
    method="POST"
    action={`/api/people/${person.id}/resend`}
    done={`${person.email} may come in again.`}
    refresh="people"
  >
    <form method="dialog">
      <button type="submit" class="quiet" aria-label={`Let ${person.email} in again`}>
        Let in again
      </button>
    </form>
  </shark-form>
);

const Disable = ({ person }: { person: Person }) => (
  <shark-form
    method="DELETE"
    action={`/api/people/${person.id}`}
    confirm={`Take away access from ${person.email}? Whatever they are watching stops within 15 minutes.`}
    confirm-word="Take away access"
    done={`${person.email} has no access any more.`}
    refresh="people"
  >
    <form method="dialog">
      <button type="submit" class="quiet" aria-label={`Take away access from ${person.email}`}>
        Disable
      </button>
    </form>
  </shark-form>
);

const when = ({ status, invitedAt, expiresAt }: Person) =>
  status === 'invited' && expiresAt ? `Until ${dayOf(expiresAt)}` : `Invited ${dayOf(invitedAt)}`;

export const PersonRow = ({ person, self }: { person: Person; self: boolean }) => (
  <li class="row">
    <span class="name">
      <span class="email">{person.email}</span>
      <span class="facts">
        {person.role === 'admin' ? 'Admin' : 'Viewer'} · {when(person)}
      </span>
    </span>
    <span class={`status person ${person.status}`}>{personWord[person.status]}</span>
    <span class="actions">
      {(person.status === 'invited' || person.status === 'expired') && <Resend person={person} />}
      {person.status === 'disabled' && <LetInAgain person={person} />}
      {person.status !== 'disabled' && !self && <Disable person={person} />}
      {self && <span class="small">This is you</span>}
    </span>
  </li>
);

const Invite = () => (
  <section class="panel">
    <h2>Invite somebody</h2>
    <shark-form
      method="POST"
      action="/api/people"
      done="The invitation is on its way."
      refresh="people"
      reset=""
    >
      <form class="inline" method="dialog">
        <div class="field grow">
          <label for="email">E-mail address</label>
          <input id="email" name="email" type="email" required maxlength={254} autocomplete="off" />
        </div>
        <div class="field">
          <label for="role">They may</label>
          <select id="role" name="role">
            <option value="viewer">watch</option>
            <option value="admin">watch and manage</option>
          </select>
        </div>
        <button type="submit">Invite</button>
      </form>
    </shark-form>
    <p class="hint">
      They get a mail with a temporary password and choose their own when they first sign in.
    </p>
  </section>
);

type PeopleProps = { frame: Frame; list: PeopleList; cursor?: string | undefined };

/** `/admin/people` */
export const ManagePeoplePage = ({ frame, list, cursor }: PeopleProps) => (
  <Page {...frame} title="People" section="manage" scripts={['admin']}>
    <ManageTabs tab="people" />
    <div class="heading">
      <h1>People</h1>
    </div>
    <NoScript what="Inviting people" />
    <Invite />
    <div data-part="people">
      <ul class="rows people" aria-label="People">
        {list.people.map((person) => (
          <PersonRow person={person} self={person.email === frame.me?.email} />
        ))}
      </ul>
    </div>
    <Paging path="/admin/people" query={{}} cursor={cursor} nextCursor={list.nextCursor} />
  </Page>
);
