import { seedOf } from './image-name.ts'

const dayMilliseconds = 86_400_000
/** For how long the sample alliance seems to have been in use. */
const daysInUse = 28
const mostOfNumber = 2 ** 24

/** When something happened to a listing of this id; always the same for the same beginning. */
export type Calendar = {
  cameIn(id: string): Date
  /** Of those that came again otherwise. */
  changed(id: string): Date
  decided(id: string, since: Date): Date
  ended(id: string, decided: Date): Date
}

/** The weeks before the sample was begun: fewer listings at weekends, and more from week to week. */
export function calendarBefore(begunAt: Date): Calendar {
  const end = begunAt.getTime()
  const days = Array.from({ length: daysInUse }, (_, back) => {
    const isWeekend = [0, 6].includes(new Date(end - back * dayMilliseconds).getUTCDay())
    return (isWeekend ? 0.5 : 1) * (1.5 - back / daysInUse)
  })
  const whole = days.reduce((sum, weight) => sum + weight, 0)
  const dayOf = (share: number): number => {
    let left = share * whole
    const found = days.findIndex((weight) => (left -= weight) < 0)
    return found < 0 ? daysInUse - 1 : found
  }
  /** Some time after another, at the latest so many days on, and before the beginning. */
  const after = (since: Date, key: string, mostDays: number): Date => {
    const room = Math.min(end - since.getTime(), mostDays * dayMilliseconds)
    return new Date(since.getTime() + Math.floor(room * (0.02 + 0.96 * shareOf(key))))
  }
  const cameIn = (id: string): Date => {
    const back = dayOf(shareOf(`day ${id}`)) + shareOf(`moment ${id}`)
    return new Date(end - Math.ceil(back * dayMilliseconds))
  }
  return {
    cameIn,
    changed: (id) => after(cameIn(id), `changed ${id}`, 9),
    decided: (id, since) => after(since, `decided ${id}`, 3),
    ended: (id, decided) => after(decided, `ended ${id}`, 5),
  }
}

/** Of one, the part that always belongs to a text. */
function shareOf(text: string): number {
  return seedOf(text) / mostOfNumber
}
