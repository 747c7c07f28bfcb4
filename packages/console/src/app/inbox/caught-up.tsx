import { Button } from '@mantine/core'
import { Link, linkOptions } from '@tanstack/react-router'
import type { SessionView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { isMember, permissionsOf, useSignedIn } from '../../access/session/index.ts'
import { Card, Empty } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import styles from './inbox.module.css'

/** An empty inbox: what will appear here and from whom, and what the person can do meanwhile. */
export function CaughtUp(): ReactNode {
  const { t } = useText()
  const state = useSignedIn()
  return (
    <Card>
      <Empty title={t('inbox.empty')} icon="check">
        {t(`inbox.empty.${readerOf(state)}`)}
      </Empty>
      <div className={styles.meanwhile}>
        {meanwhile(state).map(({ label, link }) => (
          <Button
            key={label}
            variant="default"
            renderRoot={(props) => <Link {...link} {...props} />}
          >
            {t(label)}
          </Button>
        ))}
      </div>
    </Card>
  )
}

function readerOf({ organisation }: SessionView) {
  if (organisation === null) return 'operator'
  return organisation.roles.every((role) => role === 'auditor') ? 'auditor' : organisation.kind
}

function meanwhile(state: SessionView) {
  if (!isMember(state)) {
    return [{ label: 'nav.organisations' as const, link: linkOptions({ to: '/operator' }) }]
  }
  const { kind } = state.organisation
  const rights = permissionsOf(state)
  const listings = {
    label: 'nav.listings' as const,
    link: linkOptions({ to: '/listings', search: {} }),
  }
  return [
    ...(kind === 'authority' || kind === 'payment-provider' ? [] : [listings]),
    ...(rights.workOnCases
      ? [{ label: 'nav.cases' as const, link: linkOptions({ to: '/cases', search: {} }) }]
      : []),
    ...(rights.orderConfidentiality
      ? [
          {
            label: 'nav.confidentiality-holds' as const,
            link: linkOptions({ to: '/confidentiality-holds' }),
          },
        ]
      : []),
    ...(rights.readLog && !rights.workOnCases
      ? [{ label: 'nav.audit-log' as const, link: linkOptions({ to: '/audit-log', search: {} }) }]
      : []),
  ]
}
