import type { Made, Next } from '../../shared/catalog-item.ts';

/** Tells people of sounds that the plan had no room for. */
export function soundWarnings({ soundsLeftOut = 0 }: Next): NonNullable<Made['warnings']> {
  if (soundsLeftOut === 0) return [];
  const were = soundsLeftOut === 1 ? 'was' : 'were';
  const message = `The file has more sound tracks than could be offered: ${soundsLeftOut} ${were} left out.`;
  return [{ code: 'sounds_left_out', message }];
}
