import { buildOnce, openConsole, samples, type ConsoleFixture } from './console-fixture.ts'
import { shareInWorker } from './share-in-worker.ts'
import { welcomeFirstAdmin } from './signed-in-users.ts'

/** Holds the claims on the brands of the samples: nobody signs in for it. */
const claimant = 'sample-brands'

/**
 * A server that files share whose organisations do not disturb each other, with the brands of the samples. Each file
 * has organisations and people of its own, under names of its own.
 */
export const sharedConsole = shareInWorker<ConsoleFixture>(
  async () => {
    await buildOnce()
    const house = await openConsole(
      {},
      {
        prepare: async (operator) => {
          await operator.addOrganisation(claimant, 'Sample Brands', 'rights-holder')
          await operator.importCatalog(claimant, samples.catalog)
          await operator.claimBrands(
            claimant,
            samples.catalog.brands.map(({ id }) => id),
          )
        },
      },
    )
    await welcomeFirstAdmin(house)
    return house
  },
  (house) => house.close(),
)
