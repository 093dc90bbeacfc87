import { createSpeed, sentSoFar } from '../../../shared/transfer/plan.ts';
import { html } from '../html.ts';
import type { Job } from './job.ts';

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

/** How far several files have come together, with buttons that stop and go on with all of them. */
export function createOverall(jobs: ReadonlySet<Job>) {
  const words = html('p', { class: 'facts' });
  const speedAt = createSpeed();
  const button = (word: string, run: (job: Job) => void, of: (job: Job) => boolean) => {
    const made = html('button', { type: 'button', class: 'quiet' }, [word]);
    made.addEventListener('click', () => {
      for (const job of [...jobs].filter(of)) run(job);
    });
    const show = () => {
      made.hidden = ![...jobs].some(of);
    };
    return { made, show };
  };
  const buttons = [
    button(
      'Pause all',
      (job) => job.pause(),
      ({ isRunning }) => isRunning,
    ),
    button(
      'Resume all',
      (job) => job.resume(),
      ({ isPaused }) => isPaused,
    ),
  ];
  const element = html('div', { class: 'overall', hidden: '' }, [
    words,
    html(
      'span',
      { class: 'actions' },
      buttons.map(({ made }) => made),
    ),
  ]);
  return {
    element,
    /** Shows it as it is now; nothing while there is one file at most. */
    show() {
      const counted = [...jobs].filter(({ isAlive, hasArrived }) => isAlive || hasArrived);
      const left = counted.filter(({ hasArrived }) => !hasArrived);
      const speed = speedAt(performance.now(), sum([...jobs].map(({ freshBytes }) => freshBytes)));
      const sent = sum(counted.map(({ sentBytes }) => sentBytes));
      const size = sum(counted.map(({ file }) => file.size));
      const isMoving = left.some(({ isRunning }) => isRunning);
      element.hidden = counted.length < 2 || left.length === 0;
      words.textContent = `${counted.length - left.length} of ${counted.length} files sent · ${sentSoFar(sent, size, isMoving ? speed : null)}`;
      for (const { show } of buttons) show();
    },
  };
}
