import { createApp } from './app.ts';

export { CatalogIndex } from './search/catalog-index.ts';

/** The Worker. */
export default createApp();
