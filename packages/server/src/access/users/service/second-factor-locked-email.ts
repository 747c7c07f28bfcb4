import { textIn } from '../../../platform/messages/index.ts'

type Lock = { at: Date; failures: number; minutes: number }
type Mail = { subject: string; text: string }

/** The email to a user whose second factor was locked, in their language or in English. */
export function secondFactorLockedEmail(locale: string, lock: Lock): Mail {
  const { t } = textIn('account', locale)
  const when = `${lock.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const { failures } = lock
  const hours = Math.round(lock.minutes / 60)
  return {
    subject: t('account.second-factor-locked'),
    text: [
      t('account.second-factor-locked.codes', { when, failures, hours }),
      t('account.second-factor-locked.password'),
    ].join('\n\n'),
  }
}
