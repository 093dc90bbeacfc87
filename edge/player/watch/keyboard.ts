import type { ChoiceKeeper } from './choices.ts';
import { createHelp, type Help } from './help.ts';
import { commandOf, helpKey, keyOf } from './keys.ts';
import type { Stage } from './stage.ts';

const typing = 'input, textarea, select, [contenteditable]';
const pressable = 'button, a, summary, [role="button"]';

/** Whether what has the focus uses the key itself; media-chrome's elements say which they use. */
function isTaken(target: Element, key: string): boolean {
  if (target.closest(typing) || document.querySelector('dialog[open]')) return true;
  const used = 'keysUsed' in target && Array.isArray(target.keysUsed) ? target.keysUsed : [];
  if (used.some((one) => String(one).toLowerCase() === key)) return true;
  return key === ' ' && target.closest(pressable) !== null;
}

/**
 * Lets keys work the player: with the focus in it, and anywhere on the page it is the point of (`wholePage`), unless
 * somebody has turned that off (WCAG 2.2, 2.1.4).
 */
export function listenForKeys(
  { player, deck, signal }: Stage,
  keeper: ChoiceKeeper,
  wholePage: boolean,
): Help {
  const help = createHelp(keeper, wholePage);
  const onKey = (event: KeyboardEvent) => {
    const { target } = event;
    const key = keyOf(event);
    if (event.defaultPrevented || key === null || !(target instanceof Element) || isTaken(target, key))
      return;
    const inside = player.contains(target);
    if (!inside && !(wholePage && keeper.choices.pageKeys)) return;
    const command = commandOf(key);
    if (key === helpKey) help.open();
    else if (command && (inside || !command.inside)) command.act(deck, key);
    else return;
    event.preventDefault();
  };
  document.addEventListener('keydown', onKey, { signal });
  return help;
}
