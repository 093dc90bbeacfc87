import { type ChoiceKeeper, qualityOf, renditionFor } from './choices.ts';
import type { Stage } from './stage.ts';

/** Plays in the quality chosen at an earlier visit, as near as this video comes to it, and keeps what is chosen now. */
export function rememberQuality({ video, controls, signal }: Stage, { choices, choose }: ChoiceKeeper): void {
  const { videoRenditions } = video;
  const restore = () => {
    const index = renditionFor([...videoRenditions], choices.quality);
    if (index !== videoRenditions.selectedIndex) videoRenditions.selectedIndex = index;
  };
  const keep = (event: Event) => {
    if (event instanceof CustomEvent)
      choose({ quality: qualityOf(videoRenditions.getRenditionById(event.detail)) });
  };
  videoRenditions.addEventListener('addrendition', restore, { signal });
  controls.addEventListener('mediarenditionrequest', keep, { signal });
}
