import { Button } from '@mantine/core'
import { Link, linkOptions } from '@tanstack/react-router'
import type { InsightView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card } from '../../components/index.ts'
import { useText, type Text } from '../../messages/index.ts'
import styles from './insight.module.css'
import { mainMessage, type MainMessage } from './main-message.ts'

/** What was found, acted on and reversed, in words; where nothing was acted on, why and what to do next. */
export function MainMessageCard({ insight }: { insight: InsightView }): ReactNode {
  const text = useText()
  const { t } = text
  const rights = permissionsOf(useMember())
  const message = mainMessage(insight)
  const next = nextOf(message, rights)
  return (
    <Card title={t('insight.message')}>
      <p className={styles.message}>{sentenceOf(text, message)}</p>
      {next !== undefined && (
        <Button renderRoot={(props) => <Link {...next.link} {...props} />}>{t(next.label)}</Button>
      )}
    </Card>
  )
}

function sentenceOf({ t, sentences }: Pick<Text, 't' | 'sentences'>, message: MainMessage): string {
  if (message.says === 'nothing') return t('insight.message.nothing')
  if (message.says === 'undecided') return t('insight.message.undecided', { found: message.found })
  if (message.says === 'not-enforced') return t('insight.message.not-enforced', message)
  if (message.says === 'nothing-to-enforce') return t('insight.message.nothing-to-enforce', message)
  const { found, acted, contests } = message
  const { reversed, decided, open } = contests
  const outcome =
    decided > 0
      ? t('insight.message.contests', { reversed, decided })
      : t(open > 0 ? 'insight.message.contests.open' : 'insight.message.contests.none', { open })
  return sentences([t('insight.message.acted', { found, acted }), outcome])
}

function nextOf(message: MainMessage, rights: ReturnType<typeof permissionsOf>) {
  switch (message.says) {
    case 'nothing':
      return rights.sendListings
        ? { link: linkOptions({ to: '/import' }), label: 'insight.message.import' as const }
        : undefined
    case 'undecided':
      return rights.decide
        ? {
            link: linkOptions({ to: '/listings', search: { verdict: 'block', decided: 'false' } }),
            label: 'insight.message.decide' as const,
          }
        : undefined
    case 'not-enforced':
      return {
        link: linkOptions({ to: '/listings', search: { decided: 'true' } }),
        label: 'insight.message.enforce' as const,
      }
    default:
      return undefined
  }
}
