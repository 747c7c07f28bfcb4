export { FairQueue, type Claimant } from './fair-queue.ts'
export { FairGate, type Pass } from './fair-gate.ts'
export { currentUrgency, runWithUrgency, type Urgency } from './urgency.ts'
export { PartySlots } from './party-slots.ts'
