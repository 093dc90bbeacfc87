import type { Refusal } from '../client.ts';

/** `1 video`, `2 videos`. */
export const videosCounted = (count: number) => `${count} ${count === 1 ? 'video' : 'videos'}`;

/** Why something was not done to a video, in a sentence: what the API says of a field tells more than that it is wrong. */
export function reasonOf({ message, fields }: Pick<Refusal, 'message' | 'fields'>): string {
  const [first] = fields;
  return first ? `${first.path} ${first.message}.` : message;
}
