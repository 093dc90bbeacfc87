import { watchGatedImages } from './gated-images.ts';
import { startSession } from './session.ts';

startSession(document.body.dataset);
watchGatedImages();
