import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server, useBrandName } from '../../connection/index.ts'
import { useNameOf } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import {
  Card,
  ConfirmButton,
  Empty,
  Moment,
  Page,
  PassingNotice,
  RecordedSentence,
  Refused,
  StrangersAddress,
  Paged,
} from '../../components/index.ts'
import { WatchesTabs } from '../watch-components/index.ts'
import { tipsKey, useTips, type Tip } from './queries.ts'
import { SendFromBrowser } from './send-from-browser.tsx'
import { pageInHash, pageShared } from './sent-page.ts'
import { TipForm } from './tip-form.tsx'
import { TipsByEmail } from './tips-by-email.tsx'
import styles from './tips.module.css'

const route = getRouteApi('/member/watches/tips')

/** Pages that people reported: each is read, and its listings are assessed as any other. */
export function TipsPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const tips = useTips()
  const [done, setDone] = useState<Tip>()
  const navigate = useNavigate()
  // Stays in the address until it is recorded or discarded, so that no reload or sign-in loses it.
  const shared = route.useSearch()
  const hash = useLocation({ select: (location) => location.hash })
  const sent = pageInHash(hash) ?? pageShared(shared)
  const clear = (): void =>
    void navigate({ to: '/watches/tips', search: {}, hash: '', replace: true })
  return (
    <Page title={t('tips.title')} lead={t('tips.description')}>
      <WatchesTabs here="tips" />
      <PassingNotice onClose={() => setDone(undefined)}>
        {done &&
          t(done.failure === null ? 'tip.recorded' : 'tip.recorded-unread', {
            listings: done.listings.length,
          })}
      </PassingNotice>
      {rights.recordTips && (
        <Card
          title={t(sent === undefined ? 'tips.new' : 'tips.sent')}
          actions={
            sent !== undefined && (
              <Button size="compact-sm" variant="default" onClick={clear}>
                {t('tip.sent.discard')}
              </Button>
            )
          }
        >
          <TipForm
            key={sent?.url}
            sent={sent}
            onDone={(tip) => {
              setDone(tip)
              if (sent !== undefined) clear()
            }}
          />
        </Card>
      )}
      <Card title={t('tips.list')}>
        <Paged
          pages={tips}
          empty={
            <Empty title={t('tips.empty')} icon="inbox">
              {t('tips.empty.text')}
            </Empty>
          }
        >
          {(items) => (
            <ul className={styles.list} aria-label={t('tips.list')}>
              {items.map((tip) => (
                <TipItem key={tip.id} tip={tip} />
              ))}
            </ul>
          )}
        </Paged>
      </Card>
      {rights.recordTips && <TipsByEmail />}
      {rights.recordTips && <SendFromBrowser />}
    </Page>
  )
}

function TipItem({ tip }: { tip: Tip }): ReactNode {
  const { t } = useText()
  const member = useMember()
  const rights = permissionsOf(member)
  const nameOf = useNameOf()
  const brandName = useBrandName()
  const queries = useQueryClient()
  const { id, url, words, source, brand, receivedAt, person, failure, listings } = tip
  const { readAt, page, email } = tip
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: tipsKey })
  const read = useMutation({
    mutationFn: () => server.tips.act({ params: { id }, body: { action: { type: 'read-page' } } }),
    onSuccess: refresh,
  })
  const mayForget = email !== null && email.forgottenAt === null
  const mayRemove =
    rights.recordTips &&
    (person === member.person.id || member.organisation.roles.includes('admin'))
  return (
    <li>
      <p className={styles.fine}>
        {t(`tip-source.${source}`)} · <Moment at={receivedAt} only="day" />
        {brand !== null && ` · ${brandName(brand)}`} ·{' '}
        {t(email === null ? 'tip.recorded-by' : 'tip.email.to', { name: nameOf(person) })}
        {page !== null && ` · ${t('tip.from-browser')}`}
      </p>
      <StrangersAddress text={url} />
      {email !== null && <Sender email={email} />}
      {words !== null && (
        <p dir="auto" className="stranger">
          {words}
        </p>
      )}
      {failure !== null && (
        <div>
          <p className={styles.failed}>{t('tip.unread')}</p>
          <RecordedSentence text={failure} className={styles.fine} />
          {rights.recordTips && <p className={styles.fine}>{t('tip.unread.next')}</p>}
        </div>
      )}
      {failure === null && listings.length === 0 && (
        <p className={styles.fine}>{t(readAt === null ? 'tip.waiting' : 'tip.no-listing')}</p>
      )}
      <div className={styles.actions}>
        {listings.map((listing, at) => (
          <Button
            key={listing}
            size="compact-sm"
            variant="light"
            renderRoot={(props) => <Link to="/listings/$id" params={{ id: listing }} {...props} />}
          >
            {listings.length === 1
              ? t('tip.listing')
              : t('tip.listing-of', { number: at + 1, count: listings.length })}
          </Button>
        ))}
        {rights.recordTips && (
          <Button
            size="compact-sm"
            variant="default"
            loading={read.isPending}
            aria-label={`${t('tip.read')}: ${url}`}
            onClick={() => read.mutate()}
          >
            {t('tip.read')}
          </Button>
        )}
        {rights.sendListings && failure !== null && (
          <Button
            size="compact-sm"
            variant="default"
            renderRoot={(props) => <Link to="/import" {...props} />}
          >
            {t('tip.import')}
          </Button>
        )}
        {mayRemove && mayForget && (
          <ConfirmButton
            label={t('tip.email.forget')}
            of={url}
            title={t('tip.email.forget.title')}
            text={t('tip.email.forget.text')}
            run={async () => {
              await server.tips.act({ params: { id }, body: { action: { type: 'forget-sender' } } })
              await refresh()
            }}
            button={{ variant: 'subtle', size: 'compact-sm' }}
          />
        )}
        {mayRemove && (
          <ConfirmButton
            label={t('tip.delete')}
            of={url}
            title={t('tip.delete.title')}
            text={t('tip.delete.text')}
            run={async () => {
              await server.tips.remove({ params: { id } })
              await refresh()
            }}
            button={{ variant: 'subtle', size: 'compact-sm', color: 'red' }}
          />
        )}
      </div>
      <Refused error={read.error} />
    </li>
  )
}

/** Who sent an email, and what is known of that. */
function Sender({ email }: { email: NonNullable<Tip['email']> }): ReactNode {
  const { t } = useText()
  const { from, sentAt, checks, forgottenAt } = email
  if (forgottenAt !== null) return <p className={styles.fine}>{t('tip.email.forgotten')}</p>
  const stated = Object.entries(checks ?? {}).flatMap(([name, result]) =>
    result === null ? [] : [`${name.toUpperCase()} ${result}`],
  )
  return (
    <p className={styles.fine}>
      {from !== null && <span dir="auto">{t('tip.email.from', { sender: from })}</span>}
      {sentAt !== null && (
        <>
          {' · '}
          <Moment at={sentAt} />
        </>
      )}
      {' · '}
      {stated.length === 0
        ? t('tip.email.unchecked')
        : t('tip.email.checks', { checks: stated.join(', ') })}
    </p>
  )
}
