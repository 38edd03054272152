package dev.keyward.backend;

class InMemoryKeyOperationsTest extends KeyOperationsContract {
  @Override
  protected KeyBackend open() {
    return new InMemoryKeyBackend();
  }
}
