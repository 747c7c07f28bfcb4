import type { ReactNode } from 'react'
import { useBrandNames } from '../../connection/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import { Card, FactList, Moment, decisionOrder, verdictOrder } from '../../components/index.ts'
import type { SellerInFull } from './queries.ts'
import styles from './sellers.module.css'

/** Counts with their totals, without a conclusion. */
export function SellerSummary({ seller }: { seller: SellerInFull }): ReactNode {
  const { t, number, money, day, list, locale } = useText()
  const brandNames = useBrandNames()
  const { listings, verdicts, notAssessed, decisions, prices, brands, procedures } = seller
  const count = number(listings.count)
  const verdictCounts = verdictOrder
    .filter((verdict) => verdicts[verdict] > 0)
    .map((verdict) => `${t(`verdict.${verdict}`)} ${number(verdicts[verdict])}`)
  const decided = decisionOrder
    .filter((decision) => decisions[decision] > 0)
    .map((decision) => `${t(`decision.${decision}`)} ${number(decisions[decision])}`)
  return (
    <Card title={t('seller-account.summary')}>
      <ul className={styles.statements}>
        <li>
          {listings.count === 0
            ? t('seller-account.no-listing')
            : t(listings.more ? 'seller-account.flagged.newest' : 'seller-account.flagged', {
                flagged: listings.flagged,
                figure: number(listings.flagged),
                count,
              })}
        </li>
        {notAssessed > 0 && (
          <li>
            {t('seller-account.not-assessed', { count: notAssessed, figure: number(notAssessed) })}
          </li>
        )}
        {procedures !== null &&
          procedures.restrictions.ended + procedures.restrictions.inForce > 0 && (
            <li>
              {t('seller-account.restrictions.statement', {
                total: number(procedures.restrictions.ended + procedures.restrictions.inForce),
                inForce: number(procedures.restrictions.inForce),
                reversed: number(procedures.restrictions.reversed),
              })}
            </li>
          )}
        {procedures !== null && procedures.appeals.upheld + procedures.appeals.rejected > 0 && (
          <li>
            {t('seller-account.appeals.statement', {
              upheld: number(procedures.appeals.upheld),
              total: number(procedures.appeals.upheld + procedures.appeals.rejected),
            })}
          </li>
        )}
        {procedures !== null && procedures.clearances.valid > 0 && (
          <li>
            {t('seller-account.clearances.statement', {
              count: procedures.clearances.valid,
              figure: number(procedures.clearances.valid),
            })}
          </li>
        )}
      </ul>
      <FactList
        facts={[
          [
            t('seller-account.verdicts'),
            verdictCounts.length > 0 ? list(verdictCounts) : undefined,
          ],
          [
            t('seller-account.decisions'),
            decided.length > 0 ? list(decided) : t('seller-account.decisions.none'),
          ],
          [
            t('seller-account.prices'),
            prices.length === 0
              ? undefined
              : list(
                  prices.map(({ currency, lowest, highest }) =>
                    Number(lowest) === Number(highest)
                      ? money(lowest, currency)
                      : t('seller-account.price-range', {
                          lowest: money(lowest, currency),
                          highest: money(highest, currency),
                        }),
                  ),
                ),
          ],
          [
            t('seller-account.brands'),
            brands.length === 0
              ? undefined
              : list(
                  brands
                    .slice(0, 12)
                    .map(({ id, listings: of }) => `${brandNames?.get(id) ?? id} ${number(of)}`),
                ),
          ],
          [
            t('seller-account.country'),
            seller.country === null ? undefined : regionName(locale, seller.country),
          ],
          [
            t('seller-account.kind'),
            seller.kind === null ? undefined : t(`seller-account.kind.${seller.kind}`),
          ],
          [t('seller-account.joined'), seller.joinedAt === null ? undefined : day(seller.joinedAt)],
          [t('seller-account.first-seen'), <Moment key="f" at={seller.firstSeenAt} only="day" />],
          [t('seller-account.last-seen'), <Moment key="l" at={seller.lastSeenAt} />],
          [
            t('seller-account.source'),
            t(seller.own ? 'seller-account.source.own' : 'seller-account.source.other'),
          ],
        ]}
      />
    </Card>
  )
}
