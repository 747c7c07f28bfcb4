import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, ConfirmButton, Moment, Refused, ShownOnce } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useReadAgain, useReplyLink, type ReferralDetailView } from './queries.ts'
import styles from './referrals.module.css'

/** The link by which a recipient without an account replies: issued, shown once, and revoked. */
export function ReplyLinkCard({ referral }: { referral: ReferralDetailView }): ReactNode {
  const { t } = useText()
  const { id, state } = referral
  const { prepareDossiers } = permissionsOf(useMember())
  const { data: current = null } = useReplyLink(id)
  const readAgain = useReadAgain(id)
  const issue = useMutation({
    mutationFn: () => server.replyLinks.issue({ params: { id }, body: {} }),
    onSettled: readAgain,
  })
  const mayIssue = prepareDossiers && state !== 'withdrawn'
  const token = issue.data?.token
  return (
    <Card title={t('dossier.reply-link')} lead={t('dossier.reply-link.description')}>
      {current === null ? (
        <p className={styles.fine}>{t('dossier.reply-link.none')}</p>
      ) : (
        <p className={styles.fine}>
          {t('dossier.reply-link.until')} <Moment at={current.expiresAt} only="day" />
          {current.lastUsedAt !== null && (
            <>
              {' · '}
              {t('dossier.reply-link.used')} <Moment at={current.lastUsedAt} />
            </>
          )}
        </p>
      )}
      {token !== undefined && current?.id === issue.data?.link.id && (
        <ShownOnce
          label={t('dossier.reply-link.address')}
          hint={t('dossier.reply-link.once')}
          secret={new URL(`/referral-reply#${token}`, location.origin).href}
        />
      )}
      {mayIssue && (
        <div className={styles.steps}>
          {current === null ? (
            <Button variant="default" loading={issue.isPending} onClick={() => issue.mutate()}>
              {t('dossier.reply-link.issue')}
            </Button>
          ) : (
            <>
              <ConfirmButton
                label={t('dossier.reply-link.renew')}
                title={t('dossier.reply-link.renew')}
                text={t('dossier.reply-link.renew.text')}
                run={() => issue.mutateAsync()}
              />
              <ConfirmButton
                label={t('dossier.reply-link.revoke')}
                title={t('dossier.reply-link.revoke')}
                text={t('dossier.reply-link.revoke.text')}
                run={async () => {
                  await server.replyLinks.act({
                    params: { id, link: current.id },
                    body: { action: { type: 'revoke' } },
                  })
                  await readAgain()
                }}
              />
            </>
          )}
        </div>
      )}
      <Refused error={issue.error} />
    </Card>
  )
}
