package dev.keyward.backend;

class InMemoryKeyBackendTest extends KeyBackendContract {
  @Override
  protected KeyBackend open() {
    return new InMemoryKeyBackend();
  }
}
