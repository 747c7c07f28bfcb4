import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** User ids that no package uses: systemd assigns them to running services. */
const [first, last] = [61_184, 65_519]

/** A user id for one browser, unused on this machine. */
export function chooseBrowserUser(passwd = readPasswd()): number {
  const usedIds = new Set(passwd.split('\n').map((line) => Number(line.split(':')[2])))
  for (;;) {
    const id = randomInt(first, last + 1)
    if (!usedIds.has(id)) return id
  }
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8')
  } catch {
    return ''
  }
}
