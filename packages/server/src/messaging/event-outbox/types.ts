import type { EventBody, EventType } from '@touchstone/contract'

export type OutboxEvent = { id: string; type: EventType; at: Date; data: unknown }

/** The text that is signed and sent: the same for every attempt. */
export function eventBody({ type, at, data }: OutboxEvent): string {
  const body: EventBody = {
    type,
    timestamp: at.toISOString(),
    data: data as EventBody['data'],
  }
  return JSON.stringify(body)
}
