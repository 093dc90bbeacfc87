import {
  type ListPeopleQuery,
  type MailsLeft,
  maxInvitations,
  type PeopleList,
  type Person,
  personStatusSchema,
} from '../../../shared/people.ts';
import { type Frame, ManageTabs, NoScript, Page } from './page.tsx';
import { Paging } from './paging.tsx';
import { dayOf, linkTo, minuteOf, personWord } from './words.ts';

const Resend = ({ person }: { person: Person }) => (
  <shark-form
    method="POST"
    action={`/api/people/${person.id}/resend`}
    done={`A new invitation is on its way to ${person.email}.`}
    refresh="people mails expired"
  >
    <form method="dialog">
      <button type="submit" class="quiet" aria-label={`Send again: ${person.email}`}>
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
    refresh="people mails expired"
  >
    <form method="dialog">
      <button type="submit" class="quiet" aria-label={`Let in again: ${person.email}`}>
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
    refresh="people mails expired"
  >
    <form method="dialog">
      <button type="submit" class="quiet" aria-label={`Disable: ${person.email}`}>
        Disable
      </button>
    </form>
  </shark-form>
);

const when = ({ status, invitedAt, expiresAt }: Person) => {
  if (expiresAt === null) return `Invited ${dayOf(invitedAt)}`;
  return `${status === 'expired' ? 'Ran out' : 'Until'} ${dayOf(expiresAt)}`;
};

export const PersonRow = ({ person, self }: { person: Person; self: boolean }) => (
  <li class="row" id={`person-${person.id}`} tabindex={-1}>
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

const Role = ({ id }: { id: string }) => (
  <div class="field">
    <label for={id}>They may</label>
    <select id={id} name="role">
      <option value="viewer">watch</option>
      <option value="admin">watch and manage</option>
    </select>
  </div>
);

const Invite = ({ mails }: { mails: MailsLeft }) => (
  <section class="panel">
    <h2>Invite somebody</h2>
    <shark-form
      method="POST"
      action="/api/people"
      done="The invitation is on its way."
      refresh="people mails expired"
      reset=""
    >
      <form class="inline" method="dialog">
        <div class="field grow">
          <label for="email">E-mail address</label>
          <input id="email" name="email" type="email" required maxlength={254} autocomplete="off" />
        </div>
        <Role id="role" />
        <button type="submit">Invite</button>
      </form>
    </shark-form>
    <p class="hint">
      They get a mail with a temporary password and choose their own when they first sign in.
    </p>
    <p class="hint" data-part="mails">
      {mails.left} of {mails.perDay} mails left today
      {mails.left === 0 ? `; the next ones can go out from ${minuteOf(mails.resetsAt)}.` : '.'}
    </p>
    <InviteMany />
  </section>
);

const InviteMany = () => (
  <details>
    <summary>Several at once</summary>
    <shark-invite>
      <form class="stack" method="dialog">
        <div class="field">
          <label for="addresses">Their addresses</label>
          <textarea
            id="addresses"
            name="addresses"
            rows={6}
            required
            maxlength={100_000}
            autocomplete="off"
            spellcheck={false}
            aria-describedby="addresses-hint"
          />
          <p class="hint" id="addresses-hint">
            Up to {maxInvitations}, apart by commas, semicolons or lines; “Nina Sand &lt;nina@example.com&gt;”
            is fine. You see what would happen to each before anything is sent.
          </p>
        </div>
        <div class="inline">
          <Role id="role-of-all" />
          <button type="submit" class="quiet">
            Check
          </button>
        </div>
      </form>
    </shark-invite>
  </details>
);

const Filters = ({ status }: { status: Person['status'] | undefined }) => (
  <nav class="sorts" aria-label="Status">
    {[undefined, ...personStatusSchema.options].map((option) => (
      <a
        href={linkTo('/admin/people', { status: option })}
        {...(option === status ? { 'aria-current': 'true' as const } : {})}
      >
        {option ? personWord[option] : 'All'}
      </a>
    ))}
  </nav>
);

const ResendExpired = () => (
  <shark-resend-expired>
    <button type="button" class="quiet">
      Send all expired again
    </button>
  </shark-resend-expired>
);

const Nobody = ({ status, more }: { status: Person['status'] | undefined; more: boolean }) => (
  <section class="empty">
    <h2>{status ? `Nobody is “${personWord[status]}”` : 'Nobody yet'}</h2>
    <p>{more ? 'Not on this page: go on below.' : <a href="/admin/people">Show everybody</a>}</p>
  </section>
);

type PeopleProps = {
  frame: Frame;
  list: PeopleList;
  mails: MailsLeft;
  query: Pick<ListPeopleQuery, 'status' | 'cursor'>;
};

/** `/admin/people` */
export const ManagePeoplePage = ({ frame, list, mails, query: { status, cursor } }: PeopleProps) => (
  <Page {...frame} title="People" section="manage" scripts={['admin']}>
    <ManageTabs tab="people" />
    <div class="heading">
      <h1>People</h1>
      <Filters status={status} />
    </div>
    <NoScript what="Inviting people" />
    <Invite mails={mails} />
    <div class="above-rows" data-part="expired">
      {list.people.some((person) => person.status === 'expired') && <ResendExpired />}
    </div>
    <div data-part="people" tabindex={-1}>
      {list.people.length > 0 ? (
        <ul class="rows people" aria-label="People">
          {list.people.map((person) => (
            <PersonRow person={person} self={person.email === frame.me?.email} />
          ))}
        </ul>
      ) : (
        <Nobody status={status} more={list.nextCursor !== null} />
      )}
    </div>
    <Paging
      path="/admin/people"
      query={{ status }}
      cursor={cursor}
      nextCursor={list.nextCursor}
      more="More people"
    />
  </Page>
);
