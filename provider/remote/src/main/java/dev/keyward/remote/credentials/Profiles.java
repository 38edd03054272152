package dev.keyward.remote.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The profiles of the user: the AWS configuration file, and over it the credentials file. */
public final class Profiles implements AutoCloseable {
  private static final String DEFAULT = "default";

  private final Map<String, Profile> profiles = new HashMap<>();
  private final Map<String, Profile> services = new HashMap<>();
  private final String selected;
  private final boolean isChosen;

  private Profiles(String selected, boolean isChosen) {
    this.selected = selected;
    this.isChosen = isChosen;
  }

  /**
   * Reads both files.
   *
   * @param environment says which files and which profile
   * @return the profiles; none if there are no files. The caller closes them
   * @throws CredentialException if a file cannot be read, or the profile that was named is not
   *     there
   */
  public static Profiles read(Environment environment) {
    Optional<String> named =
        environment.variable("AWS_PROFILE").or(() -> environment.property("aws.profile"));
    Profiles all = new Profiles(named.orElse(DEFAULT), named.isPresent());
    ProfileFile.read(configFile(environment)).forEach(all::addConfigured);
    ProfileFile.read(credentialsFile(environment)).forEach(all::addCredentials);
    if (all.isChosen && !all.profiles.containsKey(all.selected)) {
      throw new CredentialException(
          "There is no profile " + all.selected + " in the AWS files. Check AWS_PROFILE.");
    }
    return all;
  }

  private void addConfigured(String section, Profile profile) {
    if (section.startsWith("services ")) {
      services.put(section.substring("services ".length()), profile);
    } else if (section.startsWith("profile ")) {
      merged(section.substring("profile ".length())).overlay(profile);
    } else if (section.equals(DEFAULT)) {
      merged(DEFAULT).overlay(profile);
    } else if (!section.contains(" ")) {
      // One file may serve as both, and then holds sections of the other form.
      merged(section).overlay(profile);
    }
  }

  private void addCredentials(String section, Profile profile) {
    if (section.startsWith("services ")) {
      services.putIfAbsent(section.substring("services ".length()), profile);
    } else {
      merged(section.startsWith("profile ") ? section.substring(8) : section).overlay(profile);
    }
  }

  private Profile merged(String name) {
    return profiles.computeIfAbsent(name, missing -> new Profile());
  }

  /**
   * The name of the profile to use.
   *
   * @return {@code default} unless another one was named
   */
  public String selectedName() {
    return selected;
  }

  /**
   * The profile to use.
   *
   * @return empty if there is none
   */
  public Optional<Profile> selected() {
    return find(selected);
  }

  Optional<Profile> find(String name) {
    return Optional.ofNullable(profiles.get(name));
  }

  /**
   * The address of a service, as the profile to use gives it.
   *
   * @param service for example {@code kms}
   * @return the address for this service, else the one for all
   */
  public Optional<String> endpointUrl(String service) {
    Optional<Profile> profile = selected();
    return profile
        .flatMap(chosen -> chosen.get("services"))
        .flatMap(name -> Optional.ofNullable(services.get(name)))
        .flatMap(section -> section.get(service + ".endpoint_url"))
        .or(() -> profile.flatMap(chosen -> chosen.get("endpoint_url")));
  }

  static Path configFile(Environment environment) {
    return environment
        .variable("AWS_CONFIG_FILE")
        .map(Path::of)
        .orElseGet(() -> environment.home().resolve(".aws").resolve("config"));
  }

  static Path credentialsFile(Environment environment) {
    return environment
        .variable("AWS_SHARED_CREDENTIALS_FILE")
        .map(Path::of)
        .orElseGet(() -> environment.home().resolve(".aws").resolve("credentials"));
  }

  /** When and how large the files are. */
  static List<Object> fingerprint(Environment environment) {
    return List.of(stamp(configFile(environment)), stamp(credentialsFile(environment)));
  }

  static Object stamp(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Object inode = now.fileKey() == null ? "" : now.fileKey();
      return List.of(now.lastModifiedTime(), now.size(), inode);
    } catch (IOException e) {
      return "absent";
    }
  }

  @Override
  public void close() {
    profiles.values().forEach(Profile::close);
  }
}
