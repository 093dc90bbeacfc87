import type { History } from '../../../../shared/versions.ts';
import { linkTo, minuteOf } from '../words.ts';

type Line = History['events'][number];

const sentences: Record<string, string> = {
  claimed: 'File received and looked at',
  overtaken: 'A file came when another had taken its place',
  failed: 'The file could not be used',
  PROGRESSING: 'Transcoding began',
  INPUT_INFORMATION: 'Transcoder read the file',
  STATUS_UPDATE: 'Transcoding goes on',
  NEW_WARNING: 'Warning of the transcoder',
  QUEUE_HOP: 'Moved to another queue',
  COMPLETE: 'Transcoding finished',
  rejected: 'What came out did not pass the checks',
  ERROR: 'Transcoding failed',
  CANCELED: 'Transcoding was canceled',
};

const sentenceOf = ({ state, type }: Line) => sentences[state ?? ''] ?? state ?? type;

/** What happened to the video, the newest first; older lines by address, so without script as well. */
export const HistorySection = ({ videoId, history }: { videoId: string; history: History }) => (
  <details class="panel" id="history">
    <summary>What happened</summary>
    <div data-part="history">
      {history.events.length === 0 ? (
        <p class="hint">Nothing yet.</p>
      ) : (
        <ol class="history">
          {history.events.map((line) => (
            <li>
              <time datetime={line.at}>{minuteOf(line.at)}</time>
              <span>
                {sentenceOf(line)}
                {line.attempt > 1 && ` (attempt ${line.attempt})`}
              </span>
              {(line.code || line.message) && (
                <span class="facts">{[line.code, line.message].filter(Boolean).join(': ')}</span>
              )}
            </li>
          ))}
        </ol>
      )}
      {history.nextCursor && (
        <p>
          <a href={linkTo(`/admin/videos/${videoId}`, { events: history.nextCursor })}>Older</a>
        </p>
      )}
    </div>
  </details>
);
