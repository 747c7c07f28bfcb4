// Reads the mailbox for tips until the tests kill it, and reports when it has the store open and after each turn.
import { readServerConfig } from '../src/platform/config/index.ts'
import { openStore } from '../src/platform/db/index.ts'
import { receiveEmails } from '../src/watches/tip-mailbox/index.ts'

const { store: storeConfig, tipMailbox: mailbox } = readServerConfig(process.env)
if (mailbox === undefined) throw new Error('IMAP_URL is not set')
const store = await openStore(storeConfig)
const { signal } = new AbortController()
process.stdout.write('open\nbegun\n')
for (;;) {
  await receiveEmails({ store, mailbox, ownOrigin: undefined, signal, now: new Date() })
  process.stdout.write('turn\n')
}
