import type { DeadlineCalculationView } from '@touchstone/contract'
import type { Text } from '../../messages/index.ts'

/** How a deadline is calculated, from its rule. */
export function calculationText(
  { t, day, time, sentences }: Pick<Text, 't' | 'day' | 'time' | 'sentences'>,
  calculation: DeadlineCalculationView,
  dueAt: string | null,
): string {
  const { rule, from, lastDay, zone, count, dayOff, shortMonth } = calculation
  if (rule === 'endless') return t('deadline-calculation.endless')
  if (rule === 'target') {
    return t('deadline-calculation.target', {
      hours: count ?? 0,
      until: dueAt === null ? '–' : time(dueAt),
    })
  }
  const parts = [
    t('deadline-calculation.until', {
      from: day(from.slice(0, 10)),
      until: lastDay === null ? '–' : day(lastDay),
      zone,
    }),
    t(`deadline-calculation.${rule}`, { count: count ?? 0 }),
    ...(shortMonth ? [t('deadline-calculation.short-month')] : []),
    ...(dayOff === null ? [] : [t('deadline-calculation.day-off', { day: day(dayOff) })]),
  ]
  return sentences(parts)
}
