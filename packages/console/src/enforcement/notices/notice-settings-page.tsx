import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useStandingClaims } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { useRegimeWords } from '../regime-components/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Empty, Page, StateMark, QueryStatus } from '../../components/index.ts'
import { AddressesCard } from './addresses-card.tsx'
import { ExtractForm } from './register-extract-form.tsx'
import styles from './notices.module.css'
import { useExtracts, useRegimes } from './notice-queries.ts'
import { Extract } from './ip-right-card.tsx'
import { SettingsCard } from './settings-card.tsx'
import { SignatoriesCard } from './signatories-card.tsx'
import { TemplatesCard } from './templates-card.tsx'

export function NoticeSettingsPage(): ReactNode {
  const { t } = useText()
  const { setNotices } = permissionsOf(useMember())
  return (
    <Page
      title={t('notice-settings.title')}
      lead={t('notice-settings.description')}
      actions={
        <Button variant="default" renderRoot={(props) => <Link to="/notices" {...props} />}>
          {t('notices.title')}
        </Button>
      }
    >
      {!setNotices && <p className={styles.fine}>{t('notice-settings.denied')}</p>}
      <RightsCard maySet={setNotices} />
      <CounselCard />
      <SignatoriesCard maySet={setNotices} />
      <AddressesCard maySet={setNotices} />
      <SettingsCard maySet={setNotices} />
      <TemplatesCard maySet={setNotices} />
    </Page>
  )
}

function RightsCard({ maySet }: { maySet: boolean }): ReactNode {
  const { t } = useText()
  const { organisation } = useMember()
  const extracts = useExtracts()
  const claims = useStandingClaims()
  const ownClaims = claims.data?.filter((one) => one.organisation === organisation.slug) ?? []
  return (
    <Card title={t('notice-settings.rights')} lead={t('notice-settings.rights.description')}>
      {!extracts.isSuccess && <QueryStatus query={extracts} />}
      {extracts.data?.length === 0 && (
        <Empty title={t('notice-settings.rights.empty')}>
          {t('notice-settings.rights.empty.text')}
        </Empty>
      )}
      <ul className={styles.told}>
        {extracts.data?.map((extract) => (
          <li key={extract.id}>
            <Extract extract={extract} />
          </li>
        ))}
      </ul>
      {maySet && ownClaims.length > 0 && <ExtractForm claims={ownClaims} />}
    </Card>
  )
}

function CounselCard(): ReactNode {
  const { t, day } = useText()
  const words = useRegimeWords()
  const regimes = useRegimes()
  return (
    <Card title={t('notice-settings.counsel')} lead={t('notice-settings.counsel.description')}>
      {!regimes.isSuccess && <QueryStatus query={regimes} />}
      <ul className={styles.told}>
        {regimes.data?.map(({ id, title, version, maySend, until }) => (
          <li key={id} className={styles.line}>
            <Link to="/regimes/$id" params={{ id }}>
              {t('counsel-review.regime', { title: words.law({ id, title }), version })}
            </Link>
            <StateMark tone={maySend ? 'good' : 'waiting'}>
              {t(maySend ? 'proceeding.may-send' : 'proceeding.rehearsal')}
            </StateMark>
            {until !== null && (
              <span className={styles.fine}>{t('counsel-review.until', { day: day(until) })}</span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
