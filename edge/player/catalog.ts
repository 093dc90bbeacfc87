import { startMore } from './catalog/more.ts';
import { startPreviews } from './catalog/preview.ts';
import { startSearch } from './catalog/search.ts';

startSearch(startMore());
startPreviews();
