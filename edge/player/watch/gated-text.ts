import type { Renewal } from './renewal.ts';

/** Reads a gated text file; fresh cookies and one more try when it is refused. Rejects with the answer's status. */
export async function gatedText(url: string, renewal: Renewal): Promise<string> {
  const ask = () => fetch(url, { credentials: 'include' });
  let answer = await ask();
  if (answer.status === 403 && renewal.refused(url)) {
    await renewal.settled();
    answer = await ask();
  }
  if (!answer.ok) throw new Error(`a gated file answered ${answer.status}`);
  return answer.text();
}
