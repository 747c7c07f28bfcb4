export { startPoller, untilNextPoll, type Poller } from './poller.ts'
export { readTogether } from './read-together.ts'
