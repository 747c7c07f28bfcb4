import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** System settings that may forbid namespaces, by the file that shows them, with the fix. */
const settings: readonly { file: string; forbids: string; fix: string }[] = [
  {
    file: '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
    forbids: '1',
    fix: 'let AppArmor allow user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0)',
  },
  {
    file: '/proc/sys/kernel/unprivileged_userns_clone',
    forbids: '0',
    fix: 'sysctl kernel.unprivileged_userns_clone=1',
  },
  {
    file: '/proc/sys/user/max_user_namespaces',
    forbids: '0',
    fix: 'sysctl user.max_user_namespaces=15000',
  },
  {
    file: '/proc/sys/user/max_net_namespaces',
    forbids: '0',
    fix: 'sysctl user.max_net_namespaces=15000',
  },
]

const marks = ['/.dockerenv', '/run/.containerenv']

/** How to allow the capture browser a network namespace on this machine. */
export async function suggestFix({ root = '/' } = {}): Promise<string> {
  const at = (file: string): string => root.replace(/\/$/, '') + file
  for (const { file, forbids, fix } of settings) {
    const value = await readFile(at(file), 'utf8').catch(() => '')
    if (value.trim() === forbids) return `${fix}, and make it permanent in /etc/sysctl.d`
  }
  if (marks.some((file) => existsSync(at(file)))) {
    return 'give the container a seccomp profile that allows unshare, mount and clone with namespaces'
  }
  return 'install util-linux and iproute2, and see docs/operator/running.md'
}
