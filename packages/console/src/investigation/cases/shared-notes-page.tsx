import type { ReactNode } from 'react'
import { CasesTabs, SharedNotes } from '../case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Empty, Page } from '../../components/index.ts'

/** Notes received from the other sides of listings. */
export function NotesPage(): ReactNode {
  const { t } = useText()
  return (
    <Page title={t('shared-notes.title')} lead={t('shared-notes.description')}>
      <CasesTabs here="notes" />
      <Card>
        <SharedNotes
          of="others"
          none={<Empty title={t('shared-notes.empty')}>{t('shared-notes.empty.text')}</Empty>}
        />
      </Card>
    </Page>
  )
}
