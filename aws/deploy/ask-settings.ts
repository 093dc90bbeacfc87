import { settingsSchema } from '../settings.ts';
import { fileOf, writeRaw } from './deployment.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

type Answers = Record<string, string>;
type Question = {
  key: 'region' | 'parentDomain' | 'appDomain' | 'mediaDomain' | 'firstAdmin';
  text: string;
  suggest?: (answers: Answers) => string;
  /** Whether the answer has to be a host under the parent domain. */
  isHost?: boolean;
};

const questions: Question[] = [
  { key: 'region', text: 'AWS region', suggest: () => 'eu-west-1' },
  { key: 'parentDomain', text: 'Domain both hosts are under; its zone is in your Cloudflare account' },
  { key: 'appDomain', text: 'Host of the app', suggest: (so) => `app.${so['parentDomain']}`, isHost: true },
  {
    key: 'mediaDomain',
    text: 'Host of the videos',
    suggest: (so) => `media.${so['parentDomain']}`,
    isHost: true,
  },
  { key: 'firstAdmin', text: 'E-mail of the first admin' },
];

const example = `{
  "region": "eu-west-1",
  "parentDomain": "video.example.com",
  "appDomain": "app.video.example.com",
  "mediaDomain": "media.video.example.com",
  "firstAdmin": "you@example.com"
}`;

/** What is wrong with an answer, in words; null when nothing. */
function faultOf({ key, isHost }: Question, text: string, { parentDomain }: Answers): string | null {
  const read = settingsSchema.shape[key].safeParse(text);
  if (!read.success) return read.error.issues[0]?.message ?? 'cannot be';
  return isHost && !text.endsWith(`.${parentDomain}`) ? `must end in .${parentDomain}` : null;
}

async function answerTo(question: Question, answers: Answers, ask: (text: string) => Promise<string>) {
  const suggestion = question.suggest?.(answers);
  for (let words = question.text; ; ) {
    const given = (await ask(`${words}${suggestion ? ` [${suggestion}]` : ''}: `)).trim();
    const answer = given || suggestion || '';
    const fault = faultOf(question, answer, answers);
    if (!fault) return answer;
    words = `That ${fault}. ${question.text}`;
  }
}

/** Asks for what only people know, and writes deploy.json. @throws Refusal where nobody can be asked */
export async function askSettings({ ask, root, say }: World): Promise<void> {
  if (!ask) throw new Refusal(`There is no deploy.json in ${root}. It looks like this:\n${example}`);
  say('There is no deploy.json yet. Five questions make one; nothing is deployed before the checks.');
  const answers: Answers = {};
  for (const question of questions) answers[question.key] = await answerTo(question, answers, ask);
  writeRaw(root, answers);
  say(`Wrote ${fileOf(root)}; it holds no secret and belongs in your repository.`);
}
