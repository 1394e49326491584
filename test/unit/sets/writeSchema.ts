/** `npx tsx test/unit/sets/writeSchema.ts`: what editors check the user's own sets by. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { descriptionSchema } from '../../../src/core/sets/description';

const file = path.join(import.meta.dirname, '../../../media/assetSet.schema.json');
writeFileSync(file, `${JSON.stringify(descriptionSchema(), null, 2)}\n`);
