import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember, useSignedIn } from '../../access/session/index.ts'
import { Card, Denied, Empty, More, Page, QueryStatus } from '../../components/index.ts'
import { AuthorityHolds } from './authority-holds.tsx'
import { ConfidentialityHoldCard } from './confidentiality-hold-card.tsx'
import { NewConfidentialityHoldStep } from './new-confidentiality-hold.tsx'
import { NoticeQualityTabs } from '../notice-quality/tabs.tsx'
import { useConfidentialityHolds } from '../notice-quality/queries.ts'

export function ConfidentialityHoldsPage(): ReactNode {
  const { t } = useText()
  const { readConfidentialityHolds, holdItems } = permissionsOf(useMember())
  const confidentialityHolds = useConfidentialityHolds(readConfidentialityHolds)
  const { person } = useSignedIn()
  const items = confidentialityHolds.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page
      title={t('confidentiality-hold.title')}
      lead={t('confidentiality-hold.description')}
      actions={
        <>
          <NoticeQualityTabs here="confidentialityHolds" />
          {holdItems && <NewConfidentialityHoldStep />}
        </>
      }
    >
      {!readConfidentialityHolds && <Denied>{t('confidentiality-hold.denied')}</Denied>}
      {readConfidentialityHolds && !confidentialityHolds.isSuccess && (
        <QueryStatus query={confidentialityHolds} />
      )}
      {confidentialityHolds.isSuccess && items.length === 0 && (
        <Card>
          <Empty title={t('confidentiality-hold.empty')} icon="lock">
            {t('confidentiality-hold.empty.text')}
          </Empty>
        </Card>
      )}
      {items.map((confidentialityHold) => (
        <ConfidentialityHoldCard
          key={confidentialityHold.id}
          confidentialityHold={confidentialityHold}
          mayAct={holdItems}
          self={person.id}
        />
      ))}
      <More pages={confidentialityHolds} />
      {readConfidentialityHolds && <AuthorityHolds />}
    </Page>
  )
}
