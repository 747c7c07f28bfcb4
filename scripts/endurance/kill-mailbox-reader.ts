import {
  killAmidMailbox,
  type TipsUnderKills,
} from '../../packages/server/test/kill-mailbox-reader.ts'
import { onEachStore } from './each-store.ts'

/** Kills the process that reads the mailbox for tips, on each store. */
export async function killMailboxReader(
  rounds: number,
  report: (store: string, result: TipsUnderKills) => void,
): Promise<void> {
  await onEachStore(async ({ name, config }) => report(name, await killAmidMailbox(config, rounds)))
}
