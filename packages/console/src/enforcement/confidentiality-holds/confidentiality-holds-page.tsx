import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { rightsOf, useMember, useSignedIn } from '../../access/session/index.ts'
import { Card, Denied, Empty, More, Page, Unread } from '../../surface/index.ts'
import { AuthorityEmbargoes } from './authority-holds.tsx'
import { EmbargoCard } from './confidentiality-hold-card.tsx'
import { NewEmbargoStep } from './new-confidentiality-hold.tsx'
import { AccountabilityTabs } from '../notice-quality/tabs.tsx'
import { useEmbargoes } from '../notice-quality/queries.ts'

/** What is held for an authority or counsel, why, and until when. */
export function EmbargoesPage(): ReactNode {
  const { t } = useText()
  const { readEmbargoes, holdItems } = rightsOf(useMember())
  const embargoes = useEmbargoes(readEmbargoes)
  const { person } = useSignedIn()
  const items = embargoes.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page
      title={t('embargo.title')}
      lead={t('embargo.lead')}
      actions={
        <>
          <AccountabilityTabs here="embargoes" />
          {holdItems && <NewEmbargoStep />}
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
        <EmbargoCard key={embargo.id} embargo={embargo} mayAct={holdItems} self={person.id} />
      ))}
      <More pages={embargoes} />
      {readEmbargoes && <AuthorityEmbargoes />}
    </Page>
  )
}
