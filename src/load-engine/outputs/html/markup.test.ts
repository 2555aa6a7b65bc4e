import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { html, jsonBlock } from './markup.ts';

describe('html', () => {
  it('escapes every value, in texts and in attributes', () => {
    const name = `"><script>alert('x')</script>&`;
    assert.equal(
      html`<p title="${name}">${name}</p>`.html,
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p>',
    );
  });

  it('puts markup into markup as it is, one or many, and nothing for undefined', () => {
    const items = ['a', '<b>'].map((text) => html`<li>${text}</li>`);
    assert.equal(html`<ul>${items}</ul>${html`<hr>`}${undefined}${3}`.html, '<ul><li>a</li><li>&lt;b&gt;</li></ul><hr>3');
  });

  it('lets no text end an element or an attribute', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[<>"']/.test(html`${text}`.html)));
  });

  it('shows what is no character of a page, and what turns the direction of a line around, as a replacement', () => {
    assert.equal(html`${'a\u0000b\u202Ec\uD800d'}`.html, 'a�b�c�d');
  });
});

describe('jsonBlock', () => {
  it('can not be ended by what it holds', () => {
    const value = { name: '</script><script>alert(1)</script><!--' };
    const text = jsonBlock(value).html;
    assert.ok(!text.includes('<'));
    assert.deepEqual(JSON.parse(text), value);
  });
});
