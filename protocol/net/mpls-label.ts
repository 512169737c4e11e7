/** Of a field of 24 bits: a label in its upper 20, where it is not a VNI in all of them (RFC 8365 §5.1.3). */
export const mplsLabel = (field: number): number => field >> 4;
