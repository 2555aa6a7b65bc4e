/** What the engine gives to guest code: the host functions of modules/, by the names they are registered under. */
declare module 'sluice:host' {
  /** An object of the engine that guest code only carries. */
  interface Held {
    readonly brand: unique symbol;
  }

  // The run.
  function exported(json: string): void;
  function failed(message: string, stack: string): void;
  function promised(): void;
  function settled(): void;
  function returned(json: string): void;
  function log(level: string, message: string): void;
  function logBytes(level: string, message: ArrayBuffer): void;
  function readTextFile(path: string): string;
  function readBinaryFile(path: string): ArrayBuffer;
  function randomBytes(count: number): ArrayBuffer;
  function decodeText(bytes: ArrayBuffer): string;
  function startTimer(id: number, delayMs: number): void;
  function stopTimer(id: number): void;

  // k6
  function sleepSeconds(seconds: number): void;
  function checkNumber(name: string): number;
  function recordCheck(check: number, passed: number, tags?: string): void;
  function enterGroup(name: string): void;
  function leaveGroup(): void;

  // k6/metrics
  function declareMetric(type: string, name: string, isTime: number): number;
  function addSample(metric: number, value: number, tags?: string): void;

  // k6/execution
  function executionNumber(fact: string): number;
  function executionText(fact: string): string;
  function abortTest(reason: string): void;
  function failTest(reason: string): void;
  function setVuTag(name: string, value: string): void;
  function deleteVuTag(name: string): void;
  function setVuMetadata(name: string, value: string): void;
  function deleteVuMetadata(name: string): void;

  // k6/secrets
  function secretValue(name: string, source?: string): string;

  // k6/data
  function sharedArrayLength(name: string): number;
  function shareArray(name: string, json: string): number;
  function sharedElement(name: string, index: number): string;

  // k6/http
  /** The number of a GET of an address without parameters. */
  function noteSimpleGet(url: string): number;
  function sendSimpleGet(number: number): Held;
  function sendRequest(method: string, url: string, params: string, name?: string, bodyKind?: number, body?: string | ArrayBuffer): Held;
  function startRequest(
    id: number,
    method: string,
    url: string,
    params: string,
    name?: string,
    bodyKind?: number,
    body?: string | ArrayBuffer,
  ): void;
  function stageRequest(method: string, url: string, params: string, name?: string, bodyKind?: number, body?: string | ArrayBuffer): void;
  function sendStaged(): void;
  function takeStaged(index: number): Held;
  function responseStatus(response: Held): number;
  function responseNumber(response: Held, field: string): number;
  function responseText(response: Held, field: string): string;
  function responseJson(response: Held, field: string): string;
  function responseBytes(response: Held): ArrayBuffer;
  function selectJson(response: Held, path: string): string;
  function setExpectedStatuses(json: string): void;
  function vuCookieJar(): Held;
  function newCookieJar(): Held;
  function jarCookies(jar: Held, url: string): string;
  function jarSet(jar: Held, url: string, name: string, value: string, options: string): void;
  function jarClear(jar: Held, url: string, name: string): void;
  function jarNumber(jar: Held): number;

  // k6/html
  function parseHtml(html: string): Held;
  function responseHtml(response: Held): Held;
  function responseForm(response: Held, formSelector: string, submitSelector: string): string;
  function responseLink(response: Held, selector: string): string;
  function htmlKind(held: Held): string;
  function htmlMethods(kind: string): string;
  function htmlCall(held: Held, name: string, args: string, other?: Held): string | Held | undefined;
  function htmlLength(list: Held): number;
  function htmlItem(list: Held, index: number): Held;

  // crypto.subtle
  function subtleDigest(asked: string, data: ArrayBuffer): ArrayBuffer;
  function subtleCipher(asked: string, operation: string, key: Held, data: ArrayBuffer): ArrayBuffer;
  function subtleSign(asked: string, key: Held, data: ArrayBuffer): ArrayBuffer;
  function subtleVerify(asked: string, key: Held, signature: ArrayBuffer, data: ArrayBuffer): number;
  function subtleGenerate(asked: string): Held;
  function subtleImport(asked: string, data: ArrayBuffer): Held;
  function subtleExport(asked: string, key: Held): string | ArrayBuffer;
  function subtleDeriveBits(asked: string, key: Held, other?: Held): ArrayBuffer;
  function subtleDeriveKey(asked: string, key: Held, other?: Held): Held;
  function subtleKeyPart(pair: Held, part: string): Held;
  function subtleKeyFacts(key: Held): string;

  // k6/websockets, k6/ws
  function socketOpen(id: number, url: string, params: string): void;
  function socketSend(id: number, kind: number, data: string | ArrayBuffer): number;
  function socketPing(id: number): number;
  function socketClose(id: number, code: number, reason: string): void;
  function socketBuffered(id: number): number;
  function socketConnect(id: number, url: string, params: string): string;
  function socketNext(id: number): string;
  function socketValue(id: number): string | ArrayBuffer;
  function socketDetail(id: number): number;
  function socketTimer(id: number, timer: number, delayMs: number): void;
  function socketEnd(id: number): void;

  // k6/net/grpc
  function grpcClient(): Held;
  function grpcLoad(client: Held, load: string): void;
  function grpcConnect(client: Held, address: string, params: string): void;
  function grpcInvoke(client: Held, url: string, request: string, params: string): string;
  function grpcStart(id: number, client: Held, url: string, request: string, params: string): void;
  function grpcClose(client: Held): void;
  function grpcStream(id: number, client: Held, url: string, params: string): void;
  function grpcWrite(id: number, request: string): void;
  function grpcEnd(id: number): void;

  // k6/encoding, k6/crypto, URL
  function base64Encode(bytes: ArrayBuffer, variant: string): string;
  function base64Decode(text: string, variant: string): ArrayBuffer;
  function hashBytes(algorithm: string, encoding: string, input: ArrayBuffer): string | ArrayBuffer;
  function hmacBytes(algorithm: string, encoding: string, secret: ArrayBuffer, input: ArrayBuffer): string | ArrayBuffer;
  function parseUrl(url: string, base: string): string;
  function setUrlPart(url: string, part: string, value: string): string;
}
