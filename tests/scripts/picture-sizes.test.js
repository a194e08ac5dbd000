// What one rule says in two languages: how wide an article shows its pictures.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const read = (/** @type {string} */ file) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8');

test('a saved picture is chosen by the width that its article shows', () => {
  const [, shown] = /Self::Column => "([^"]+)"/.exec(read('src/components/article/figure.rs')) ?? [];
  const [, saved] = /SIZES = '([^']+)'/.exec(read('public/tools/saved.js')) ?? [];
  assert.ok(shown);
  assert.equal(saved, shown);
});
