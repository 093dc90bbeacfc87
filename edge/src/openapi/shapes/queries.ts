import { listPeopleQuerySchema } from '../../../../shared/people.ts';
import { historyQuerySchema } from '../../../../shared/versions.ts';
import { listVideosQuerySchema } from '../../../../shared/video.ts';
import { callbackQuerySchema, loginQuerySchema } from '../../routes/auth.ts';
import { shape } from '../shape.ts';

const cursor = 'eyJvcmRlciI6Im5ld2VzdCJ9';

export const queryShapes = [
  shape('VideosQuery', listVideosQuerySchema, {
    limit: 24,
    cursor,
    q: 'reef',
    tag: 'sea',
    sort: 'newest',
    status: 'ready',
  }),
  shape('PeopleQuery', listPeopleQuerySchema, { limit: 24, cursor, status: 'invited' }),
  shape('HistoryQuery', historyQuerySchema, { limit: 50, cursor: 'RVZFTlQjMjAyNg' }),
  shape('LoginQuery', loginQuerySchema, { return: '/watch/01KB3V5Q8M6W4T2R0P9N7K5J3H' }),
  shape('CallbackQuery', callbackQuerySchema, { state: 'c2hhcms', code: 'the-code', error: 'access_denied' }),
];
