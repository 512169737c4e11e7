import type { AttributeSet } from '#model/record.ts';
import { decodeAttributeSet } from '#model/record-codec.ts';
import { octetsOf } from '#rib/octets/octets-text.ts';
import type { SetText } from '#rib/rows/row.ts';

/** Routes share their sets: what is made of each is made once, as long as `most` of them are enough. */
export function perSet<Value>(make: (set: AttributeSet) => Value, most: number): (set: SetText) => Value {
  const known = new Map<SetText, Value>();
  return (set) => {
    const before = known.get(set);
    if (before !== undefined) return before;
    if (known.size === most) known.clear();
    const made = make(decodeAttributeSet(octetsOf(set)));
    known.set(set, made);
    return made;
  };
}
