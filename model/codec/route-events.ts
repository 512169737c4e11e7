import { type EventCodecs, feedField, routerTimeField, unset } from './event-codec.ts';
import { routesField, writeRoutes } from './routes.ts';
import { fieldsOf, number, writeNumber } from './wire.ts';

/** Events of a feed. */
export const routeEvents: EventCodecs<'end-of-rib' | 'announce' | 'withdraw'> = {
  'end-of-rib': {
    field: 9,
    empty: () => ({ ...unset, kind: 'end-of-rib', feed: 0 }),
    write: (event, pbf) => writeNumber(pbf, 1, event.feed),
    fields: fieldsOf({ 1: feedField() }),
  },
  announce: {
    field: 10,
    empty: () => ({ ...unset, kind: 'announce', feed: 0, routerTime: 0, attributeSet: 0, routes: [] }),
    write: (event, pbf) => {
      writeNumber(pbf, 1, event.feed);
      writeNumber(pbf, 2, event.routerTime);
      writeNumber(pbf, 3, event.attributeSet);
      pbf.writeMessage(4, writeRoutes, event.routes);
    },
    fields: fieldsOf({
      1: feedField(),
      2: routerTimeField(),
      3: number((event, value) => {
        event.attributeSet = value;
      }),
      4: routesField((event, value) => {
        event.routes = value;
      }),
    }),
  },
  withdraw: {
    field: 11,
    empty: () => ({ ...unset, kind: 'withdraw', feed: 0, routerTime: 0, routes: [] }),
    write: (event, pbf) => {
      writeNumber(pbf, 1, event.feed);
      writeNumber(pbf, 2, event.routerTime);
      pbf.writeMessage(3, writeRoutes, event.routes);
    },
    fields: fieldsOf({
      1: feedField(),
      2: routerTimeField(),
      3: routesField((event, value) => {
        event.routes = value;
      }),
    }),
  },
};
