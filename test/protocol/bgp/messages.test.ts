import type { Issue } from '#protocol/bgp/context.ts';
import { decodeBgpMessage, encodeBgpMessage } from '#protocol/bgp/message-types.ts';
import { decodeNotification, encodeNotification } from '#protocol/bgp/notification.ts';
import { decodeOpen, encodeOpen } from '#protocol/bgp/open.ts';
import { decodeUpdate, encodeUpdate } from '#protocol/bgp/update.ts';
import { bgpMessageVectors } from '#test/fixtures/vectors/bgp-messages.ts';
import { notificationVectors } from '#test/fixtures/vectors/notification.ts';
import { openVectors } from '#test/fixtures/vectors/open.ts';
import { updateVectors } from '#test/fixtures/vectors/update.ts';
import { describeVectors } from '../vector-suite.ts';

const issues: Issue[] = [];

describeVectors('OPEN', { decode: (reader) => decodeOpen(reader, issues), encode: encodeOpen }, openVectors);
describeVectors(
  'BGP messages',
  { decode: (reader, session) => decodeBgpMessage(reader, { session, issues }), encode: encodeBgpMessage },
  bgpMessageVectors,
);
describeVectors('NOTIFICATION', { decode: decodeNotification, encode: encodeNotification }, notificationVectors);
describeVectors(
  'UPDATE',
  {
    decode: decodeUpdate,
    encode: (writer, update, session) => {
      writer.bytes(encodeUpdate(update, session));
    },
  },
  updateVectors,
);
