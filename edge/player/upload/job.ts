import { fingerprintOf } from '../../../shared/transfer/plan.ts';
import type { Means } from '../../../shared/transfer/transfer.ts';
import { confirmed } from '../admin/confirm.ts';
import { About } from './about.ts';
import { failedLook } from './failed-look.ts';
import { follow } from './follow.ts';
import { handles } from './handles.ts';
import { inspect } from './inspect.ts';
import type { Look } from './look.ts';
import type { Row } from './row.ts';
import { sendFile, throwAway } from './send-file.ts';
import type { Slots } from './slots.ts';
import type { Wishes } from './wishes.ts';

/** What files on their way share: so many are looked into (`checks`), and sent (`turns`), at once. */
export type Shared = {
  means: Means<Blob>;
  checks: Slots;
  turns: Slots;
  wishes: Wishes;
  /** Something about a job has changed. */
  changed: () => void;
};

type Kind = Look['kind'];

/** Under way, and may be stopped. */
const running = new Set<Kind>(['waiting', 'sending', 'retrying', 'offline']);
/** Whoever leaves the page now stops these. */
const moving = new Set<Kind>([...running, 'checking', 'doubtful', 'finishing']);

/** One file: looked into, sent in its turn, stopped and gone on with as told, followed until it is ready. */
export class Job {
  readonly file: File;
  readonly fingerprint: string;
  /** Bytes that arrived or are under way; `freshBytes` of them were sent by this page. */
  sentBytes = 0;
  freshBytes = 0;
  hasArrived = false;
  #row: Row;
  #shared: Shared;
  #about: About;
  #kind: Kind = 'checking';
  #stop = new AbortController();

  constructor(file: File, row: Row, shared: Shared) {
    this.file = file;
    this.fingerprint = fingerprintOf(file);
    this.#row = row;
    this.#shared = shared;
    this.#about = new About(file.name, shared.wishes);
    row.element.append(this.#about.element);
  }

  /** The same file need not be taken again. */
  get isAlive(): boolean {
    return moving.has(this.#kind) || this.isPaused;
  }

  get isRunning(): boolean {
    return running.has(this.#kind);
  }

  get isPaused(): boolean {
    return this.#kind === 'paused';
  }

  /** Leaving the page would stop it, or lose what was typed or wished. */
  get holdsPage(): boolean {
    return moving.has(this.#kind) || (this.#kind !== 'failed' && this.#about.isPending);
  }

  /** Opens what is said about the video, for somebody who sends a single file. */
  openAboutIf(alone: boolean) {
    this.#about.element.open = alone;
  }

  /** Looks into the file, then sends it; where that would hardly come to anything, only when told to. */
  async begin(): Promise<void> {
    const { signal } = this.#stop;
    this.#show({ kind: 'checking' }, { word: 'Cancel', run: this.remove });
    const release = await this.#shared.checks.take(signal);
    const { finding, frame } = await inspect(this.file).finally(release);
    if (signal.aborted) return;
    this.#row.describe([...finding.facts, finding.note].filter(Boolean).join(' · '), frame);
    if (!finding.doubt) return this.#run();
    const look: Look = { kind: 'doubtful', doubt: finding.doubt };
    this.#show(look, { word: 'Send anyway', run: this.resume }, { word: 'Remove', run: this.remove });
  }

  pause = () => {
    this.#stop.abort(new Error('paused'));
    const look: Look = { kind: 'paused', sentBytes: this.sentBytes };
    this.#show(look, { word: 'Resume', run: this.resume }, { word: 'Cancel', run: this.cancel });
  };

  resume = () => void this.#run();

  /** Throws away what was sent, after asking if it was anything. */
  cancel = async () => {
    const question = `Throw away what was sent of “${this.file.name}”?`;
    if (this.sentBytes > 0 && !(await confirmed(question, 'Throw away'))) return;
    this.remove();
    await Promise.all([throwAway(this.file, this.#shared.means), handles.forget(this.fingerprint)]);
  };

  remove = () => {
    this.#stop.abort(new Error('removed'));
    this.#row.element.remove();
    this.#kind = 'failed';
    this.#shared.changed();
  };

  async #run(): Promise<void> {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#show({ kind: 'waiting' });
    try {
      const release = await this.#shared.turns.take(signal);
      const videoId = await this.#send(signal).finally(release);
      await this.#follow(videoId);
    } catch (error) {
      if (signal.aborted) return;
      this.#show(
        failedLook(error),
        { word: 'Try again', run: this.resume },
        { word: 'Remove', run: this.cancel },
      );
    }
  }

  #send(signal: AbortSignal): Promise<string> {
    const freshBefore = this.freshBytes;
    return sendFile(this.file, this.#shared.means, {
      signal,
      show: (look) => this.#show(look),
      onOpened: ({ videoId }) => this.#about.attach(videoId),
      count: (sentBytes, freshBytes) => {
        this.sentBytes = sentBytes;
        this.freshBytes = freshBefore + freshBytes;
      },
    });
  }

  /** The file is in S3; from here the pipeline works, and the page may be left. */
  async #follow(videoId: string): Promise<void> {
    this.hasArrived = true;
    this.sentBytes = this.file.size;
    handles.forget(this.fingerprint);
    const edit = { word: 'Edit', href: `/admin/videos/${videoId}` };
    const about = this.#about;
    await follow(videoId, (look) => this.#show(look, edit), {
      wanted: () => about.wantsPublishing,
      fulfilled: () => about.fulfilled(),
    });
  }

  #show(look: Look, ...actions: Parameters<Row['offer']>): void {
    const { pause, cancel } = this;
    this.#kind = look.kind;
    this.#row.show(look);
    if (running.has(look.kind))
      this.#row.offer({ word: 'Pause', run: pause }, { word: 'Cancel', run: cancel });
    else this.#row.offer(...actions);
    this.#shared.changed();
  }
}
