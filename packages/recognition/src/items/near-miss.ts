const signs = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_./']

/** Whether a serial differs from an issued one by one sign: replaced, left out, added, or swapped with its neighbour. */
export function isNearMiss(serial: string, isIssued: (serial: string) => boolean): boolean {
  for (const other of neighboursOf(serial)) if (isIssued(other)) return true
  return false
}

/** All texts that differ from a serial by one sign. */
export function* neighboursOf(serial: string): Generator<string> {
  for (let at = 0; at <= serial.length; at++) {
    const [before, after] = [serial.slice(0, at), serial.slice(at)]
    const [sign = '', next = ''] = after
    if (sign !== '') yield before + after.slice(1)
    if (next !== '' && sign !== next) yield before + next + sign + after.slice(2)
    for (const other of signs) {
      yield before + other + after
      if (sign !== '' && other !== sign) yield before + other + after.slice(1)
    }
  }
}
