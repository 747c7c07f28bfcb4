import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember, useSignedIn } from '../../access/session/index.ts'
import { Card, Denied, Empty, More, Page, Unread } from '../../surface/index.ts'
import { AuthorityHolds } from './authority-holds.tsx'
import { ConfidentialityHoldCard } from './confidentiality-hold-card.tsx'
import { NewConfidentialityHoldStep } from './new-confidentiality-hold.tsx'
import { NoticeQualityTabs } from '../notice-quality/tabs.tsx'
import { useConfidentialityHolds } from '../notice-quality/queries.ts'

/** What is held for an authority or counsel, why, and until when. */
export function ConfidentialityHoldsPage(): ReactNode {
  const { t } = useText()
  const { readEmbargoes, holdItems } = permissionsOf(useMember())
  const embargoes = useConfidentialityHolds(readEmbargoes)
  const { person } = useSignedIn()
  const items = embargoes.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page
      title={t('embargo.title')}
      lead={t('embargo.lead')}
      actions={
        <>
          <NoticeQualityTabs here="embargoes" />
          {holdItems && <NewConfidentialityHoldStep />}
        </>
      }
    >
      {!readEmbargoes && <Denied>{t('embargo.denied')}</Denied>}
      {readEmbargoes && !embargoes.isSuccess && <Unread query={embargoes} />}
      {embargoes.isSuccess && items.length === 0 && (
        <Card>
          <Empty title={t('embargo.empty')} icon="lock">
            {t('embargo.empty.text')}
          </Empty>
        </Card>
      )}
      {items.map((embargo) => (
        <ConfidentialityHoldCard
          key={embargo.id}
          embargo={embargo}
          mayAct={holdItems}
          self={person.id}
        />
      ))}
      <More pages={embargoes} />
      {readEmbargoes && <AuthorityHolds />}
    </Page>
  )
}
