const signs = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_./']

/** Whether a serial differs from an issued one by one sign: replaced, left out, added, or swapped with its neighbour. */
export function isNearMiss(serial: string, isIssued: (serial: string) => boolean): boolean {
  for (let at = 0; at <= serial.length; at++) {
    const [before, after] = [serial.slice(0, at), serial.slice(at)]
    const [sign = '', next = ''] = after
    if (sign !== '' && isIssued(before + after.slice(1))) return true
    if (next !== '' && sign !== next && isIssued(before + next + sign + after.slice(2))) return true
    for (const other of signs) {
      if (isIssued(before + other + after)) return true
      if (sign !== '' && other !== sign && isIssued(before + other + after.slice(1))) return true
    }
  }
  return false
}
